// The words of `dialect`, of connectors and of accounts: one row a flag.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/smpp/dialect.hpp"

namespace hermod::app {

std::span<const std::string_view> dialect_names();
// Those that mean something for an application: how what it submits is read.
std::span<const std::string_view> account_dialect_names();
// Words that are none are passed over: the configuration's check has named them.
connectors::smpp::dialect dialect_of(const std::vector<std::string>& words);

}  // namespace hermod::app
