// The log's sink: JSON lines with their time, into a rotating file or to standard error.
//
// Writers append to a buffer and go on; one thread of its own swaps the buffer and writes it, so a slow disk delays
// nobody. When the buffer is full lines are dropped and counted, never waited for; the log says how many as soon as it
// can write again. A disk that refuses a write costs lines, never the process.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.hpp"

namespace spdlog::sinks {
class sink;
}

namespace hermod::app {

struct log_file_options {
    std::string path;                           // empty: standard error
    std::size_t max_octets = 100u << 20;        // of one file
    std::size_t files = 10;                     // rotated ones that are kept: path.1, path.2, ...
    std::size_t buffer_octets = 8u << 20;       // lines waiting to be written
};

class log_file final : public log_sink {
public:
    // Throws std::exception when the file cannot be opened: that is a mistake at start-up.
    explicit log_file(log_file_options options);
    // Writes what is left.
    ~log_file() override;

    void write(log_level level, std::string_view fields) noexcept override;
    // Returns when every line written before is in the file.
    void flush();

    // Lines that never reached the file: the buffer was full, or the disk refused them.
    std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

private:
    void run();
    void write_out(std::string_view lines);
    void report_drops();
    bool write_chunk(std::string_view chunk);

    log_file_options options_;
    std::unique_ptr<spdlog::sinks::sink> out_;  // the thread's only
    std::atomic<std::uint64_t> dropped_{0};
    std::uint64_t reported_ = 0;                // drops that the log has told of

    std::mutex mutex_;
    std::condition_variable wake_, written_;
    std::string waiting_;
    bool writing_ = false, stop_ = false;
    std::thread thread_;
};

}  // namespace hermod::app
