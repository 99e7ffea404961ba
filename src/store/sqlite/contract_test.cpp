#include "store/contract.hpp"
#include "store/contract_changes.hpp"
#include "store/contract_notes.hpp"
#include "store/contract_receipts.hpp"
#include "store/contract_shared_ids.hpp"

#include "store/sqlite/backend.hpp"
#include "support/power_vfs.hpp"

namespace hermod::store::contract {
namespace {

std::unique_ptr<backend> on_the_real_disk(const std::string& folder) { return sqlite::make_backend(folder + "/hermod.db"); }

// Without real syncs, which would take most of the time.
std::unique_ptr<backend> on_a_disk_for_tests(const std::string& folder) {
    static hermod::simulated::power_disk disk;
    return sqlite::make_backend(folder + "/hermod.db", disk.name());
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(sqlite, contract, testing::ValuesIn(regimes(on_a_disk_for_tests)), name_of);
INSTANTIATE_TEST_SUITE_P(sqlite, shared_ids, testing::ValuesIn(regimes(on_a_disk_for_tests)), name_of);
INSTANTIATE_TEST_SUITE_P(sqlite_on_the_real_disk, contract, testing::Values(regime{"in_memory", on_the_real_disk, 64u << 20}), name_of);

}  // namespace hermod::store::contract
