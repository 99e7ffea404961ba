#include "app/log/log_file.hpp"

#include <spdlog/details/log_msg.h>
#include <spdlog/formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <chrono>

#include "base/clock.hpp"

namespace hermod::app {
namespace {

constexpr std::size_t chunk_octets = 64 * 1024;  // one write to the file; the file may rotate between two

// Our lines are whole when they come: nothing to add.
class as_is final : public spdlog::formatter {
public:
    void format(const spdlog::details::log_msg& line, spdlog::memory_buf_t& out) override {
        out.append(line.payload.data(), line.payload.data() + line.payload.size());
    }
    std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<as_is>(); }
};

std::unique_ptr<spdlog::sinks::sink> open(const log_file_options& options) {
    std::unique_ptr<spdlog::sinks::sink> out;
    if (options.path.empty()) out = std::make_unique<spdlog::sinks::stderr_sink_st>();
    else out = std::make_unique<spdlog::sinks::rotating_file_sink_st>(options.path, options.max_octets, options.files);
    out->set_formatter(std::make_unique<as_is>());
    return out;
}

// `{"time":"2026-11-23T15:00:23.123456Z",`; the seconds are written out once a second and thread.
void append_time(std::string& out) {
    thread_local std::int64_t second = -1;
    thread_local std::string text;
    const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    const std::int64_t micros = to_micros(now);
    if (micros / 1'000'000 != second) {
        second = micros / 1'000'000;
        text = "{\"time\":\"" + to_rfc3339(from_micros(second * 1'000'000)).substr(0, 20);  // up to the point
    }
    out += text;
    char digits[6];
    for (auto [i, rest] = std::pair{6, micros % 1'000'000}; i-- > 0; rest /= 10) digits[i] = static_cast<char>('0' + rest % 10);
    out.append(digits, sizeof digits);
    out += "Z\",";
}

}  // namespace

log_file::log_file(log_file_options options) : options_(std::move(options)), out_(open(options_)), thread_(&log_file::run, this) {}

log_file::~log_file() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void log_file::write(log_level, std::string_view fields) noexcept {
    bool was_empty = false;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() + fields.size() + 64 > options_.buffer_octets) {
            dropped_.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        was_empty = waiting_.empty() && !writing_;
        append_time(waiting_);
        waiting_ += fields;
        waiting_ += "}\n";
    }
    if (was_empty) wake_.notify_one();
}

void log_file::flush() {
    std::unique_lock lock(mutex_);
    written_.wait(lock, [this] { return waiting_.empty() && !writing_; });
}

void log_file::run() {
    std::string lines;
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        lines.clear();
        std::swap(lines, waiting_);
        writing_ = true;
        lock.unlock();
        write_out(lines);
        report_drops();
        lock.lock();
        writing_ = false;
        if (waiting_.empty()) written_.notify_all();
    }
}

// Told only when the disk took the line that tells it.
void log_file::report_drops() {
    const auto now = dropped();
    if (now == reported_) return;
    std::string line;
    append_time(line);
    line += "\"level\":\"warning\",\"event\":\"log_lines_dropped\",\"count\":" + std::to_string(now - reported_) + "}\n";
    if (write_chunk(line)) reported_ = now;
}

void log_file::write_out(std::string_view lines) {
    while (!lines.empty()) {
        auto end = lines.rfind('\n', std::min(chunk_octets, lines.size()) - 1);
        if (end == std::string_view::npos) end = lines.find('\n');  // one line longer than a chunk
        const auto chunk = lines.substr(0, end + 1);
        if (!write_chunk(chunk)) {
            dropped_.fetch_add(static_cast<std::uint64_t>(std::count(chunk.begin(), chunk.end(), '\n')), std::memory_order_relaxed);
        }
        lines.remove_prefix(chunk.size());
    }
}

bool log_file::write_chunk(std::string_view chunk) {
    try {
        out_->log(spdlog::details::log_msg(spdlog::string_view_t{}, spdlog::level::info,
                                           spdlog::string_view_t(chunk.data(), chunk.size())));
        out_->flush();  // short lines fail only here: until then they are in the C library's buffer
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace hermod::app
