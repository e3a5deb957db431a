#include "net/gzip.hpp"

#include <algorithm>
#include <libdeflate.h>
#include <memory>
#include <new>
#include <stdexcept>

namespace ballast::net {

namespace {

struct deleter {
  void operator()(libdeflate_decompressor* x) const {
    libdeflate_free_decompressor(x);
  }
  void operator()(libdeflate_compressor* x) const {
    libdeflate_free_compressor(x);
  }
};

template <class T>
std::unique_ptr<T, deleter> owned(T* x) {
  if (x == nullptr)
    throw std::bad_alloc{};
  return std::unique_ptr<T, deleter>{x};
}

/// The length that a gzip trailer announces: a hint that may lie.
std::size_t announced_size(std::string_view packed) {
  if (packed.size() < 18)
    return 0;
  std::size_t size = 0;
  for (std::size_t i = 1; i <= 4; ++i)
    size = size << 8U | static_cast<unsigned char>(packed[packed.size() - i]);
  return size;
}

/// What one member needs is not known before: where there is too little room
/// it is begun anew with twice as much, and never with more than the cap.
gunzip_end inflate_all(libdeflate_decompressor& x, std::string_view packed,
                       std::size_t cap, std::string& text) {
  std::size_t made = 0;
  while (!packed.empty()) {
    std::size_t taken = 0;
    std::size_t more = 0;
    const auto result = libdeflate_gzip_decompress_ex(
      &x, packed.data(), packed.size(), text.data() + made, text.size() - made,
      &taken, &more);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE && text.size() < cap) {
      text.resize(std::min(std::max<std::size_t>(text.size() * 2, 4096), cap));
      continue;
    }
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE)
      return gunzip_end::too_large;
    if (result != LIBDEFLATE_SUCCESS)
      return gunzip_end::broken;
    made += more;
    // Another member follows; whatever else follows fails in its header.
    packed.remove_prefix(taken);
  }
  text.resize(made);
  return gunzip_end::whole;
}

} // namespace

gunzip_end gunzip(std::string_view packed, std::size_t cap, std::string& text) {
  text.clear();
  if (packed.empty())
    return gunzip_end::broken;
  const auto state = owned(libdeflate_alloc_decompressor());
  // Deflate packs at most 1032 to 1, so a hint beyond that is a lie.
  text.resize(std::min({announced_size(packed), packed.size() * 1032, cap}));
  const auto end = inflate_all(*state, packed, cap, text);
  if (end != gunzip_end::whole)
    text = {};
  return end;
}

std::string gzip(std::string_view text) {
  constexpr auto fastest = 1;
  const auto state = owned(libdeflate_alloc_compressor(fastest));
  std::string packed(libdeflate_gzip_compress_bound(state.get(), text.size()),
                     '\0');
  const auto size = libdeflate_gzip_compress(
    state.get(), text.data(), text.size(), packed.data(), packed.size());
  if (size == 0)
    throw std::runtime_error{"libdeflate did not finish packing a body"};
  packed.resize(size);
  return packed;
}

} // namespace ballast::net
