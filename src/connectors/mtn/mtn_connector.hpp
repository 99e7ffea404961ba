// The connector itself: parts and visits on what calls/ gives, and one coroutine with a connection of its own that runs the
// errands of upkeep. One executor, the owner's.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include "calls/call_connector.hpp"
#include "connectors/mtn/options.hpp"
#include "connectors/mtn/upkeep.hpp"

namespace hermod::connectors::mtn {

class mtn_connector final : public calls::call_connector {
public:
    mtn_connector(mtn_options options, calls::surroundings around);
    ~mtn_connector() override;

    void start() override;
    std::vector<std::string> paths() const override { return paths_of(how_); }

private:
    struct mtn_line;
    struct store_word;
    using mtn_line_ptr = std::shared_ptr<mtn_line>;
    calls::line_ptr make_line() override;
    bool goes_with_part_1(const outbound& part) const override { return part.part > 1 && is_whole(how_, *part.what); }
    bool prepare(calls::line& on, outcome& refused) override;
    calls::call call_of(calls::line& on) override;
    outcome judge(calls::line& on, const net::http_reply& reply) override;
    std::string_view refuse(const visit& what) const override { return refuse_caller(how_, what); }
    calls::brought read(const visit& what) override { return read_arrival(how_, what, who().id, clocks().wall()); }
    std::string trouble() const override { return upkeep_.trouble(); }

    void leaving(mono_time by) override;
    bool busy_beside() const override { return housekeeper_ != nullptr; }
    void abandon_beside() override;

    boost::asio::awaitable<void> keep_house(mtn_line_ptr on);
    mono_time wakes_at() const;
    std::shared_ptr<store_word> offer(const calls::brought& came);
    calls::brought done(upkeep::errand errand, const heard_answer& answer);
    calls::brought not_done(upkeep::errand errand, std::string why);
    void tell(upkeep::errand::kind is, const upkeep::result& of) const;

    const mtn_options how_;
    upkeep upkeep_;
    boost::asio::steady_timer pause_;
    mtn_line_ptr housekeeper_;  // null: it does not run
};

}  // namespace hermod::connectors::mtn
