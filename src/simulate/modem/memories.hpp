// Where a simulated modem keeps messages: "SM" (the SIM), "ME" (the device) and "SR" (status reports), slots of each numbered.
//
// A value, owned by its device. A SIM that is moved keeps its messages, so they outlive unplugging and AT+CFUN=1,1.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hermod::simulate::modem {

enum class message_status : std::uint8_t { unread, read, unsent, sent };  // as AT+CMGL counts them

struct stored {
    message_status status = message_status::unread;
    std::vector<std::uint8_t> pdu;  // with its SMSC part
    std::size_t smsc_size = 0;      // octets of it in front
};

class memory {
public:
    memory() = default;
    memory(std::string_view name, std::size_t slots) : name_(name), slots_(slots) {}

    std::string_view name() const { return name_; }
    std::size_t total() const { return slots_.size(); }
    std::size_t used() const;
    std::optional<std::size_t> put(stored what);  // the slot from 0; nullopt: full
    // Null when the slot is empty or is none.
    stored* at(std::size_t slot) { return slot < slots_.size() && slots_[slot] ? &*slots_[slot] : nullptr; }
    bool has(std::size_t slot) const { return slot < slots_.size(); }
    void clear(std::size_t slot) { slots_[slot].reset(); }

private:
    std::string_view name_;
    std::vector<std::optional<stored>> slots_;
};

enum class memory_name : std::uint8_t { sm, me, sr };
std::optional<memory_name> memory_called(std::string_view name);

class memories {
public:
    memories(std::size_t sim_slots, std::size_t device_slots)
        : all_{memory("SM", sim_slots), memory("ME", device_slots), memory("SR", sim_slots)} {}
    memory& operator[](memory_name which) { return all_[static_cast<std::size_t>(which)]; }

private:
    std::array<memory, 3> all_;
};

}  // namespace hermod::simulate::modem
