#include "store/internal/errors.hpp"
#include "store/internal/postgres_store.hpp"

namespace guildhall::store {
namespace {

constexpr std::chrono::seconds longest_wait{5};

}  // namespace

PostgresPool::Lent::~Lent() {
    if (!connection_) return;
    if (connection_->roll_back()) {
        pool_->give_back(std::move(connection_));
    } else {
        connection_.reset();
        pool_->forget_one();
    }
}

PostgresPool::Lent PostgresPool::take() {
    {
        std::unique_lock lock(mutex_);
        if (!returned_.wait_for(lock, longest_wait, [this] { return !idle_.empty() || made_ < most_; }))
            throw PostgresError(
                PostgresError::Kind::other,
                unavailable(
                    fmt::format("all {} connections to PostgreSQL were in use for {} s", most_, longest_wait.count())
                )
            );
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return {*this, std::move(connection)};
        }
        ++made_;
    }
    try {
        return {*this, std::make_unique<PostgresConnection>(url_)};
    } catch (...) {
        forget_one();
        throw;
    }
}

void PostgresPool::give_back(std::unique_ptr<PostgresConnection> connection) {
    {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
}

void PostgresPool::forget_one() {
    {
        const std::lock_guard lock(mutex_);
        --made_;
    }
    returned_.notify_one();
}

void PostgresPool::close_idle() {
    std::vector<std::unique_ptr<PostgresConnection>> closing;
    {
        const std::lock_guard lock(mutex_);
        closing.swap(idle_);
        made_ -= closing.size();
    }
    returned_.notify_all();
}

}  // namespace guildhall::store
