// Reads texts from standard input, each as its length in octets, a line end and the octets; writes a line for each: encoding,
// units and parts as our estimate has them. compare.js asks it.
#include <iostream>
#include <string>

#include "text/estimate.hpp"

namespace text = hermod::text;

int main() {
    std::ios::sync_with_stdio(false);
    for (std::size_t size; std::cin >> size;) {
        std::cin.get();
        std::string utf8(size, '\0');
        if (!std::cin.read(utf8.data(), static_cast<std::streamsize>(size))) return 1;
        const auto guess = text::estimate_text(utf8, text::estimate_options{});
        if (!guess) {
            std::cout << "fault " << guess.error().offset << '\n';
            continue;
        }
        const text::carriage& way = guess->way;
        std::cout << (way.coding == text::encoding::gsm7 ? "GSM-7 " : "UCS-2 ") << way.units << ' ' << way.fill.parts << '\n';
    }
    return std::cin.eof() ? 0 : 1;
}
