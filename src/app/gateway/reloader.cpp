#include "app/gateway/reloader.hpp"

#include "base/log.hpp"
#include "settings/problems.hpp"

namespace hermod::app {
namespace {

using settings::problem;

// The sections that differ and may not.
std::vector<std::string> fixed_differences(const config& running, const config& next) {
    std::vector<std::string> out;
    for (const auto& [name, text] : running.fixed) {
        const auto at = next.fixed.find(name);
        if (at == next.fixed.end()) out.push_back(name + " is gone");
        else if (at->second != text) out.push_back(name + " has changed");
    }
    for (const auto& [name, text] : next.fixed)
        if (!running.fixed.contains(name)) out.push_back(name + " is new");
    return out;
}

std::vector<std::string> changes(const config& running, const config& next) {
    std::vector<std::string> out;
    for (const auto& [name, text] : next.changing) {
        const auto at = running.changing.find(name);
        if (at == running.changing.end() || at->second != text) out.push_back(name);
    }
    for (const auto& [name, text] : running.changing)
        if (!next.changing.contains(name)) out.push_back(name);
    return out;
}

void tell(const api::config_report& report) {
    std::string changed;
    for (const std::string& what : report.changed) changed += (changed.empty() ? "" : ", ") + what;
    if (report.applied)
        log_line(log_level::info, "configuration_taken_over").field("version", report.running).field("changed", changed);
    else
        log_line(log_level::error, "configuration_refused").field("running", report.running);
    for (const std::string& what : report.problems)
        log_line(report.applied ? log_level::warning : log_level::error, "configuration_problem").field("what", what);
}

}  // namespace

reloader::reloader(config_ptr running, hands with) : hands_(std::move(with)) {
    kept_.push_back({{last_, hands_.now()}, std::move(running)});
}

reloader::~reloader() { stop(); }

void reloader::start() {
    thread_ = std::thread([this] { run(); });
}

void reloader::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        wake_.notify_one();
    }
    thread_.join();
}

void reloader::ask(bool back, api::config_heard then) {
    const std::lock_guard lock(mutex_);
    wishes_.push_back({back, std::move(then)});
    wake_.notify_one();
}

std::vector<api::config_version> reloader::versions() const {
    const std::lock_guard lock(mutex_);
    std::vector<api::config_version> out;
    for (const kept& one : kept_) out.push_back(one.what);
    return out;
}

void reloader::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !wishes_.empty(); });
        if (wishes_.empty()) return;
        const wish next = std::move(wishes_.front());
        wishes_.pop_front();
        lock.unlock();
        auto report = next.back ? go_back() : read_again();
        tell(report);
        next.then(std::move(report));
        lock.lock();
    }
}

api::config_report reloader::read_again() {
    api::config_report report;
    loaded_config loaded = hands_.load();
    for (const problem& one : loaded.problems) report.problems.push_back(to_text(one));
    if (loaded.usable()) {
        auto next = std::make_shared<const config>(std::move(loaded.values));
        return apply(next, std::move(report));
    }
    const std::lock_guard lock(mutex_);
    report.running = kept_.front().what.number;
    return report;
}

// Only this thread changes kept_: it may be read here without the lock.
api::config_report reloader::apply(const config_ptr& next, api::config_report report) {
    const kept& running = kept_.front();
    report.running = running.what.number;
    const auto fixed = fixed_differences(*running.values, *next);
    for (const std::string& what : fixed) report.problems.push_back(what + ": that needs a restart, nothing was taken over");
    if (!fixed.empty()) return report;
    try {
        hands_.take_over(next);
    } catch (const std::exception& fault) {
        report.problems.emplace_back(fault.what());
        return report;
    }
    report.changed = changes(*running.values, *next);
    report.applied = true;
    const std::lock_guard lock(mutex_);
    kept_.push_front({{++last_, hands_.now()}, next});
    if (kept_.size() > most_kept) kept_.pop_back();
    report.running = last_;
    return report;
}

// The version before becomes the running one, the one that ran is dropped: going back once more goes further back.
api::config_report reloader::go_back() {
    api::config_report report;
    report.running = kept_.front().what.number;
    if (kept_.size() < 2) {
        report.problems.emplace_back("there is no version before the one that runs");
        return report;
    }
    const config_ptr before = kept_[1].values;
    try {
        hands_.take_over(before);
    } catch (const std::exception& fault) {
        report.problems.emplace_back(fault.what());
        return report;
    }
    report.changed = changes(*kept_[0].values, *before);
    report.applied = true;
    const std::lock_guard lock(mutex_);
    kept_.pop_front();
    report.running = kept_.front().what.number;
    return report;
}

}  // namespace hermod::app
