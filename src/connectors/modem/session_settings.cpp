// The part of a session that settles how the modem tells us of messages: +CNMI, and the storage.
#include <algorithm>

#include "connectors/modem/session.hpp"
#include "wire/at/command.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

namespace {

// What the modem's own list says of one parameter; without a list everything is allowed.
bool allows(const std::vector<at::value_ranges>& ranges, std::size_t parameter, unsigned value) {
    if (ranges.empty()) return true;
    return parameter < ranges.size() && at::contains(ranges[parameter], value);
}

unsigned first_of(const std::vector<at::value_ranges>& ranges, std::size_t parameter, std::initializer_list<unsigned> wanted) {
    for (const unsigned value : wanted)
        if (allows(ranges, parameter, value)) return value;
    return *(wanted.end() - 1);
}

std::string joined(std::initializer_list<unsigned> values) {
    std::string out;
    for (const unsigned value : values) out.append(out.empty() ? "" : ",").append(std::to_string(value));
    return out;
}

}  // namespace

// Stored and announced (mt 1): then nothing is lost if we end before a message is on disk. Reports directly where they wait for
// our word (+CNMA), else stored, else directly all the same.
void session::plan_news(const command_answer& answer) {
    constexpr std::size_t mode = 0, mt = 1, ds = 3, bfr = 4;
    std::vector<at::value_ranges> ranges;
    if (const at::line* line = answer.find("+CNMI"))
        if (auto read = at::read_ranges(line->text, "+CNMI")) ranges = std::move(*read);
    const unsigned how = first_of(ranges, mode, {2, 3, 1, 0}), messages = first_of(ranges, mt, {1, 2, 0});
    const bool can_store = allows(ranges, ds, 2) && family_->stored_reports;
    unsigned reports = 0;
    switch (text_mode_ ? report_way::none : options_.reports) {
        case report_way::automatic:
            reports = acks_ && allows(ranges, ds, 1) ? 1 : can_store ? 2 : allows(ranges, ds, 1) ? 1 : 0;
            break;
        case report_way::direct:
            reports = 1;
            break;
        case report_way::stored:
            reports = 2;
            break;
        case report_way::none:
            break;
    }
    const unsigned flush = first_of(ranges, bfr, {0, 1});
    news_plans_.clear();
    news_plan_ = 0;
    // A list without ds and bfr means that AT+CNMI takes none.
    if (ranges.empty() || ranges.size() > ds) {
        news_plans_.push_back(joined({how, messages, 0, reports, flush}));
        if (reports == 2) news_plans_.push_back(joined({how, messages, 0, 1, flush}));
        news_plans_.push_back(joined({how, messages, 0, reports}));
        if (reports != 0) news_plans_.push_back(joined({how, messages, 0, 0, flush}));
    }
    for (const unsigned other : {how, 2u, 3u, 1u}) news_plans_.push_back(joined({other, 1}));
}

std::string session::news_line() const {
    return news_plan_ < news_plans_.size() ? "AT+CNMI=" + news_plans_[news_plan_] + "\r" : std::string{};
}

// Whether it leads on: a plan was taken, or none is left; then the storage is looked into more often.
bool session::heard_news(const command_answer& answer) {
    if (answer.good()) {
        announces_ = true;
        return true;
    }
    return ++news_plan_ >= news_plans_.size();
}

// Messages are read where they are received: of the three memories of +CPMS the last one.
void session::heard_storage(const command_answer& answer) {
    const at::line* line = answer.find("+CPMS");
    if (!line) return;
    const auto read = at::read_cpms(line->text);
    if (!read || read->empty()) return;
    const at::memory_state& receiving = read->back();
    if (receiving.name.empty()) return;
    chosen_ = read->front().name;
    memory_ = facts_.storage = receiving.name;
    facts_.storage_used = receiving.used;
    facts_.storage_size = receiving.total;
}

}  // namespace hermod::connectors::modem
