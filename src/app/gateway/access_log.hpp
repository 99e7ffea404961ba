// One line in the access log for everything that is committed about a message. An observer of the store; owned by app/.
#pragma once

#include "api/message_json.hpp"
#include "store/store.hpp"

namespace hermod::app {

class access_log final : public store::observer {
public:
    explicit access_log(const api::name_lookup& names) : names_(names) {}
    void committed(std::span<const store::notice> changes) noexcept override;

private:
    const api::name_lookup& names_;
};

}  // namespace hermod::app
