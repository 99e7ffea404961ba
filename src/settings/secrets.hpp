// Secrets are named in the configuration, never written there: env:NAME (environment), file:PATH (a file; one newline
// at its end is dropped), cred:NAME (a systemd credential, a file below $CREDENTIALS_DIRECTORY).
// Messages never repeat what stands in the file: a literal there is a secret.
#pragma once

#include <string>
#include <string_view>

namespace hermod::settings {

struct secret {
    std::string value;
    std::string error;    // set when there is no value
    std::string warning;  // the value is usable, but badly kept
};

secret resolve_secret(std::string_view reference);

}  // namespace hermod::settings
