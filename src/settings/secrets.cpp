#include "settings/secrets.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace hermod::settings {
namespace {

constexpr std::size_t most_octets = 64 * 1024;

secret from_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (!value) return {{}, "the environment variable " + name + " is not set", {}};
    if (!*value) return {{}, "the environment variable " + name + " is empty", {}};
    return {value, {}, {}};
}

secret from_file(const std::string& path) {
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) return {{}, "there is no file " + path, {}};
    if (!S_ISREG(about.st_mode)) return {{}, path + " is not a file", {}};
    if (static_cast<std::size_t>(about.st_size) > most_octets) return {{}, path + " is longer than 64 KiB", {}};
    std::ifstream in(path, std::ios::binary);
    std::string value{std::istreambuf_iterator<char>(in), {}};
    if (!in) return {{}, path + " cannot be read", {}};
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
    if (value.empty()) return {{}, path + " is empty", {}};
    return {std::move(value), {}, (about.st_mode & S_IROTH) ? path + " can be read by every user of this machine" : ""};
}

secret from_credential(const std::string& name) {
    if (name.find('/') != std::string::npos) return {{}, "cred: takes a name, not a path", {}};
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (!folder || !*folder) return {{}, "$CREDENTIALS_DIRECTORY is not set: cred: works under systemd (LoadCredential=) only", {}};
    return from_file(std::string(folder) + '/' + name);
}

}  // namespace

secret resolve_secret(std::string_view reference) {
    const auto colon = reference.find(':');
    const auto scheme = reference.substr(0, colon);
    const std::string rest(colon == std::string_view::npos ? std::string_view{} : reference.substr(colon + 1));
    if (scheme == "env" && !rest.empty()) return from_environment(rest);
    if (scheme == "file" && !rest.empty()) return from_file(rest);
    if (scheme == "cred" && !rest.empty()) return from_credential(rest);
    return {{}, "a secret is not written here but named: \"env:NAME\", \"file:PATH\" or \"cred:NAME\"", {}};
}

}  // namespace hermod::settings
