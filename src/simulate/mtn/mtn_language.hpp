// What the simulated MTN speaks, each interface under its published path:
//   POST /v1/oauth/access_token...   tokens         /v1/messages, /v2, /v3/sms   MADAPI
//   POST /SendSmsService/..., /SmsNotificationManagerService/...                 ParlayX
// Receipts and messages go where a request or a registration said; of v1 and v2 what has nowhere to go is kept for polls.
// The body of a message to v1's and v3's addresses is published nowhere: ours is one of those that wire/madapi/inbound reads.
#pragma once

#include <deque>
#include <map>
#include <unordered_map>

#include "simulate/mtn/registrations.hpp"
#include "simulate/provider/language.hpp"
#include "wire/madapi/peer.hpp"
#include "wire/parlayx/envelope.hpp"

namespace hermod::simulate::mtn {

class mtn_language final : public provider::language {
public:
    explicit mtn_language(const options& how);

    std::variant<provider::submitted, net::http_response> read(const net::http_request& request) override;
    net::http_response taken(const provider::submitted& what) override;
    net::http_response refused(const provider::submitted& what, const provider::fault& why) override;
    std::optional<provider::call> receipt(const provider::delivery& what, wall_time now) override;
    std::optional<provider::call> inbound(const provider::delivery& what, wall_time now) override;
    bool takes_inbound() const override { return polled_ || registered_.takes_messages() || !inbound_url_.empty(); }

private:
    using reading = std::variant<provider::submitted, net::http_response>;
    // A message that was taken, for those who ask what became of it.
    struct fate {
        std::string to, reference, word;
    };
    struct waiting_message {
        std::uint64_t number = 0;
        std::string from, to, text;
    };

    net::http_response token(const net::http_request& request);
    bool knows(const net::http_request& request) const;
    reading read_madapi(form of, wire::madapi::version version, const net::http_request& request, std::string_view path);
    reading submit(form of, const wire::madapi::v1::outbound& what);
    reading submit(form of, const wire::madapi::v2::outbound& what);
    reading submit(form of, const wire::madapi::v3::outbound& what);
    reading submit(form of, const wire::madapi::v1::listener& what);
    reading submit(form of, const wire::madapi::v2::subscription& what);
    reading submit(form of, const wire::madapi::v3::subscription& what);
    reading submit(form of, const wire::madapi::v3::subscription_change& what);
    reading submit(form of, const wire::madapi::v1::deletion& what);
    reading submit(form of, const wire::madapi::v2::deletion& what);
    reading submit(form of, const wire::madapi::v3::deletion& what);
    reading submit(form of, const wire::madapi::v1::status_request& what);
    reading submit(form of, const wire::madapi::v2::status_request& what);
    reading submit(form of, const wire::madapi::v1::poll& what);
    reading submit(form of, const wire::madapi::v2::poll& what);
    net::http_response registered(registration what);
    net::http_response batch(form of, std::string_view code, std::size_t most);
    const fate* fate_of(std::string_view id) const;

    reading read_parlayx(const net::http_request& request);
    reading answer(const wire::parlayx::send_sms& what);
    reading answer(const wire::parlayx::get_sms_delivery_status& what);
    reading answer(const wire::parlayx::start_sms_notification& what);
    reading answer(const wire::parlayx::stop_sms_notification& what);

    const options how_;
    std::string receipt_url_, inbound_url_;
    registrations registered_;
    std::unordered_map<std::string, mono_time> tokens_;  // and when they end
    std::uint64_t next_ = 1;                             // of tokens and registrations
    std::map<std::uint64_t, fate> fates_;                // bounded
    std::deque<waiting_message> waiting_;                // for polls, bounded
    bool polled_ = false;
};

}  // namespace hermod::simulate::mtn
