// A queue from any thread to one executor: pushes made before the executor gets to it arrive together, with one post.
// The owner of the executor owns the mailbox and destroys it there, after all who push have stopped.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <mutex>
#include <vector>

namespace hermod::net {

template <class T>
class mailbox {
public:
    // `take` is called on the executor with everything that has come; it may move the elements out.
    using handler = std::function<void(std::vector<T>&)>;

    mailbox(boost::asio::any_io_executor home, handler take) : home_(std::move(home)), take_(std::move(take)) {}
    mailbox(const mailbox&) = delete;
    mailbox& operator=(const mailbox&) = delete;

    void push(T value) {
        {
            const std::lock_guard lock(mutex_);
            incoming_.push_back(std::move(value));
            if (posted_) return;
            posted_ = true;
        }
        boost::asio::post(home_, [this] { deliver(); });
    }

private:
    void deliver() {
        taken_.clear();
        {
            const std::lock_guard lock(mutex_);
            taken_.swap(incoming_);
            posted_ = false;
        }
        take_(taken_);
        taken_.clear();
    }

    boost::asio::any_io_executor home_;
    handler take_;
    std::mutex mutex_;
    std::vector<T> incoming_, taken_;
    bool posted_ = false;
};

}  // namespace hermod::net
