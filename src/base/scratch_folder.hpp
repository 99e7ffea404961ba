// Test code: a folder of its own that goes with the test, with all that is in it.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hermod {

class scratch_folder {
public:
    scratch_folder() : path_(std::filesystem::temp_directory_path() / "hermod-test-XXXXXX") {
        if (!::mkdtemp(path_.data())) throw std::runtime_error("no folder for the test: " + path_);
    }
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    const std::string& path() const { return path_; }
    // Of a file in it, there or not.
    std::string file(std::string_view name) const { return (path_ + '/').append(name); }
    // Writes the file anew; its path.
    std::string write(std::string_view name, std::string_view text) const {
        std::ofstream(file(name), std::ios::binary) << text;
        return file(name);
    }

private:
    std::string path_;
};

}  // namespace hermod
