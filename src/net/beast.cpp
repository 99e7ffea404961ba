// The one translation unit that compiles Boost.Beast (BOOST_BEAST_SEPARATE_COMPILATION is set for all who link hermod_net).
#include <boost/beast/src.hpp>
