// The configuration's words on opt-outs as consent/ wants them.
#pragma once

#include "app/config/config.hpp"
#include "consent/policy.hpp"

namespace hermod::app {

consent::policy_ptr make_consent_policy(const config& from);

}  // namespace hermod::app
