// Test only: a connector with lines, of a protocol of words made for the purpose, and a network that speaks it. "hello" is
// answered by "welcome", "put 7" by "ok 7"; "in 3" from the network by "kept 3", "later 3" or "refused 3"; "bye" ends it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <map>

#include "base/log.hpp"
#include "lines/line_connector.hpp"
#include "lines/text_octets.hpp"

namespace hermod::lines {

namespace asio = boost::asio;
using asio::ip::tcp;

class words_home {
public:
    virtual void said(line& by, std::uint64_t key) = 0;

protected:
    ~words_home() = default;
};

class words_session final : public session {
public:
    explicit words_session(words_home& home) : home_(home) {}

    void send(std::uint64_t token) {
        out_ += "put " + std::to_string(token) + "\n";
        waiting_[token] = taken_ + out_.size();
    }
    void connected(mono_time) override {
        taken_ = written_ = 0;
        out_ = "hello\n";
    }
    void disconnected() override {
        usable_ = false;
        out_.clear();
        for (const auto& [token, end] : std::exchange(waiting_, {})) {
            verdict lost;
            lost.is = end <= written_ ? verdict::kind::unsure : verdict::kind::unsent;
            on().settled(token, lost, {});
        }
    }
    std::size_t feed(octets bytes, mono_time) override {
        const std::string_view all = as_text(bytes);
        std::size_t used = 0;
        for (std::size_t end; (end = all.find('\n', used)) != all.npos; used = end + 1) hear(std::string(all.substr(used, end - used)));
        return used;
    }
    void tick(mono_time) override {}
    void start_drain(mono_time, mono_time) override {
        usable_ = false;
        out_ += "bye\n";
    }
    void answer(std::uint64_t key, intake what) override {
        const char* words[] = {"kept ", "later ", "refused "};
        out_ += words[static_cast<int>(what)] + std::to_string(key) + "\n";
    }
    octets take_output() override {
        writing_ = std::exchange(out_, {});
        taken_ += writing_.size();
        return as_octets(writing_);
    }
    bool has_output() const override { return !out_.empty(); }
    void written(std::size_t count) override { written_ += count; }
    bool usable() const override { return usable_; }
    std::size_t room() const override { return usable_ && waiting_.size() < window() ? window() - waiting_.size() : 0; }
    std::size_t outstanding() const override { return waiting_.size(); }
    std::size_t window() const override { return 2; }
    std::size_t longest_frame() const override { return 100; }

private:
    void hear(const std::string& word) {
        if (word == "welcome") {
            usable_ = true;
            on().established("bound");
        } else if (word == "go away") {
            on().refused("we are not wanted");
            on().close_soon(log_level::warning, {});
        } else if (word == "bye") {
            on().close_soon(log_level::info, "it said bye");
        } else if (word.starts_with("ok ")) {
            verdict sent;
            sent.is = verdict::kind::sent;
            waiting_.erase(std::stoull(word.substr(3)));
            on().settled(std::stoull(word.substr(3)), sent, std::chrono::milliseconds(1));
        } else if (word.starts_with("in ")) {
            home_.said(on(), std::stoull(word.substr(3)));
        }
    }

    words_home& home_;
    std::string out_, writing_;
    std::uint64_t taken_ = 0, written_ = 0;
    std::map<std::uint64_t, std::uint64_t> waiting_;
    bool usable_ = false;
};

class words_connector final : public line_connector, public words_home {
public:
    words_connector(const surroundings& around, const line_options& options) : line_connector(around, options, {}) {
        for (std::size_t i = 0; i < options.binds; ++i) add_line(std::make_unique<words_session>(*this));
    }
    bool as_message = false;

private:
    void put(line& by, const outbound& part) override {
        static_cast<words_session&>(by.protocol()).send(part.token);
        spent(1);
    }
    void said(line& by, std::uint64_t key) override {
        submission in;
        in.to = "123";
        as_message ? accept(by, key, in) : report(by, key, {});
    }
};

// Answers as told, at once.
class ports final : public inbox, public receipts, public outlet_events {
public:
    prepared prepare(const submission& in, wall_time) override {
        if (refuse) return {nullptr, refusal{"to", "no_route", ""}};
        auto made = std::make_shared<message>();
        made->account = in.account;
        return {made, {}};
    }
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency>, put_reply& reply) override {
        inbound.insert(inbound.end(), messages.begin(), messages.end());
        reply.put_done({});
    }
    void report(remote_receipt, receipt_reply& reply, std::uint64_t token) override { reply.receipt_done(token, match); }
    void settled(std::uint64_t token, verdict result) override { verdicts[token] = result; }
    void ready() override { ++ready_count; }

    bool refuse = false;
    receipt_match match = receipt_match::matched;
    std::vector<message_ptr> inbound;
    std::map<std::uint64_t, verdict> verdicts;
    int ready_count = 0;
};

class quiet final : public log_sink {
public:
    void write(log_level, std::string_view) noexcept override {}
};

// The network: answers what it is told to, by connection.
class network {
public:
    explicit network(asio::io_context& io) : acceptor_(io, {asio::ip::address_v4::loopback(), 0}) { accept(); }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    void say(std::size_t at, const std::string& word) { asio::write(*lines_.at(at), asio::buffer(word + "\n")); }
    void hang_up(std::size_t at) { lines_.at(at)->close(); }
    std::size_t calls() const { return lines_.size(); }
    bool heard(const std::string& word) const { return text.find(word + "\n") != text.npos; }
    std::size_t times(const std::string& word) const {
        std::size_t count = 0;
        for (std::size_t at = 0; (at = text.find(word, at)) != text.npos; ++at) ++count;
        return count;
    }
    bool welcomes = true, takes = true;
    std::string text;  // all that was heard

private:
    void accept() {
        acceptor_.async_accept([this](const error_code& failed, tcp::socket made) {
            if (failed) return;
            lines_.push_back(std::make_unique<tcp::socket>(std::move(made)));
            read(lines_.size() - 1, std::make_shared<std::string>());
            accept();
        });
    }
    void read(std::size_t at, std::shared_ptr<std::string> in) {
        in->resize(1000);
        lines_[at]->async_read_some(asio::buffer(*in), [this, at, in](const error_code& failed, std::size_t count) {
            if (failed) return;
            std::string_view rest(in->data(), count);  // small words on loopback come whole
            text += rest;
            for (std::size_t end; (end = rest.find('\n')) != rest.npos; rest.remove_prefix(end + 1)) answer(at, std::string(rest.substr(0, end)));
            read(at, in);
        });
    }
    void answer(std::size_t at, const std::string& word) {
        if (word == "hello" && welcomes) say(at, "welcome");
        if (word == "hello" && !welcomes) say(at, "go away");
        if (word == "bye") say(at, "bye");
        if (word.starts_with("put ") && takes) say(at, "ok " + word.substr(4));
    }

    tcp::acceptor acceptor_;
    std::vector<std::unique_ptr<tcp::socket>> lines_;
};

}  // namespace hermod::lines
