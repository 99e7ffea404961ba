// Which of the messages that a modem has taken a status report means: by TP-MR, recipient and time.
//
// A report names a message by TP-MR alone, which comes again after 256 messages, and by its recipient, often in national form. A
// message is known to the store as "sim1-42", together with its recipient; while another to the same number with the same TP-MR
// waits for its report, as "sim1-42-2", and of the two a report means the one that was sent nearest to its TP-SCTS. What waits
// is remembered here as long as the program runs; after a restart a report finds "sim1-42". Pure; one for each modem.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace hermod::connectors::modem {

class sent_messages {
public:
    explicit sent_messages(std::string modem) : modem_(std::move(modem)) {}

    // The id of a message that the modem has just taken.
    std::string add(std::uint8_t reference, std::string_view recipient, wall_time now);
    // The id of the message that the report means; `final` forgets it.
    std::string meant(std::uint8_t reference, std::string_view recipient, std::optional<wall_time> taken_at, bool final);
    std::size_t waiting() const { return waiting_.size(); }

private:
    struct one {
        std::uint8_t reference = 0;
        unsigned number = 1;
        std::string recipient;
        wall_time at{};
    };
    std::string id_of(std::uint8_t reference, unsigned number) const;

    std::string modem_;
    std::deque<one> waiting_;  // in the order of their sending
};

}  // namespace hermod::connectors::modem
