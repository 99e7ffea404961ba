// What can be wrong with a store.
#pragma once

#include "base/error.hpp"

namespace hermod::store {

enum class errc {
    damaged_record = 1,  // bytes on disk that no version of ours wrote
    newer_format = 2,    // written by a newer Hermod
};

inline const char* text(errc e) {
    switch (e) {
        case errc::damaged_record: return "damaged record in the store";
        case errc::newer_format: return "the store was written by a newer version";
    }
    return "unknown store error";
}

}  // namespace hermod::store

HERMOD_ERRC(hermod::store, "hermod.store")
