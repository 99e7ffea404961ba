// The configuration's words on opt-outs and holds as consent/ and accept/ want them.
#pragma once

#include "accept/hold.hpp"
#include "app/config/config.hpp"
#include "consent/policy.hpp"

namespace hermod::app {

consent::policy_ptr make_consent_policy(const config& from);
std::vector<accept::hold_rule> make_holds(const config& from);

}  // namespace hermod::app
