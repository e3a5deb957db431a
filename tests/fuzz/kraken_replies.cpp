// Kraken's answers, any bytes: see replies.hpp.
#include "tests/fuzz/replies.hpp"
#include "venues/kraken/adapter.hpp"

#include <utility>

namespace {

std::unique_ptr<ballast::venues::adapter> made() {
  return std::move(*ballast::venues::make_kraken({}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  ballast::fuzz::read_reply(made, data, size);
  return 0;
}
