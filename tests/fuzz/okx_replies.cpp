// OKX's answers, any bytes: see replies.hpp.
#include "tests/fuzz/replies.hpp"
#include "venues/okx/adapter.hpp"

#include <utility>

namespace {

std::unique_ptr<ballast::venues::adapter> made() {
  return std::move(*ballast::venues::make_okx({}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  ballast::fuzz::read_reply(made, data, size);
  return 0;
}
