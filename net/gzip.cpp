#include "net/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <stdexcept>

namespace ballast::net {

namespace {

constexpr int gzip_window = 15 + 16; ///< 32 KiB, with gzip's own framing.

// zlib takes its input as a non-const pointer and never writes through it.
Bytef* input_of(std::string_view text) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
}

/// The state of one inflation, freed whatever happens.
class inflater {
public:
  explicit inflater(std::string_view packed) {
    stream_.next_in = input_of(packed);
    stream_.avail_in = static_cast<uInt>(packed.size());
    if (inflateInit2(&stream_, gzip_window) != Z_OK)
      throw std::bad_alloc{};
  }
  inflater(const inflater&) = delete;
  inflater& operator=(const inflater&) = delete;
  ~inflater() { inflateEnd(&stream_); }

  z_stream& stream() { return stream_; }

private:
  z_stream stream_{};
};

/// The length that a gzip trailer announces: a hint that may lie.
std::size_t announced_size(std::string_view packed) {
  if (packed.size() < 18)
    return 0;
  std::size_t size = 0;
  for (std::size_t i = 1; i <= 4; ++i)
    size = size << 8U | static_cast<unsigned char>(packed[packed.size() - i]);
  return size;
}

/// Makes room for more output, never beyond one byte over the cap: that one
/// byte tells "exactly the cap" from "more".
void grow(std::string& text, std::size_t first, std::size_t cap) {
  const auto size
    = text.empty() ? std::max<std::size_t>(first + 1, 4096) : text.size() * 2;
  text.resize(std::min(size, cap + 1));
}

gunzip_end inflate_all(z_stream& x, std::size_t first, std::size_t cap,
                       std::string& text) {
  std::size_t made = 0;
  while (true) {
    if (made == text.size())
      grow(text, first, cap);
    const auto room
      = static_cast<uInt>(std::min<std::size_t>(text.size() - made, 1U << 30U));
    x.next_out = reinterpret_cast<Bytef*>(text.data() + made);
    x.avail_out = room;
    const auto result = inflate(&x, Z_NO_FLUSH);
    made += room - x.avail_out;
    if (made > cap)
      return gunzip_end::too_large;
    if (result == Z_STREAM_END) {
      if (x.avail_in == 0) {
        text.resize(made);
        return gunzip_end::whole;
      }
      // Another member follows; whatever else follows fails in its header.
      if (inflateReset(&x) != Z_OK)
        return gunzip_end::broken;
    } else if (result != Z_OK || (x.avail_in == 0 && x.avail_out != 0)) {
      return gunzip_end::broken;
    }
  }
}

} // namespace

gunzip_end gunzip(std::string_view packed, std::size_t cap, std::string& text) {
  text.clear();
  if (packed.empty() || packed.size() > std::numeric_limits<uInt>::max())
    return packed.empty() ? gunzip_end::broken : gunzip_end::too_large;
  inflater state{packed};
  // Deflate packs at most 1032 to 1, so a hint beyond that is a lie.
  const auto first = std::min(announced_size(packed), packed.size() * 1032);
  const auto end = inflate_all(state.stream(), first, cap, text);
  if (end != gunzip_end::whole)
    text = {};
  return end;
}

std::string gzip(std::string_view text) {
  z_stream x{};
  if (deflateInit2(&x, Z_BEST_SPEED, Z_DEFLATED, gzip_window, 8,
                   Z_DEFAULT_STRATEGY)
      != Z_OK)
    throw std::bad_alloc{};
  std::string packed(deflateBound(&x, static_cast<uLong>(text.size())), '\0');
  x.next_in = input_of(text);
  x.avail_in = static_cast<uInt>(text.size());
  x.next_out = reinterpret_cast<Bytef*>(packed.data());
  x.avail_out = static_cast<uInt>(packed.size());
  const auto result = deflate(&x, Z_FINISH);
  packed.resize(x.total_out);
  deflateEnd(&x);
  if (result != Z_STREAM_END)
    throw std::runtime_error{"zlib did not finish packing a body"};
  return packed;
}

} // namespace ballast::net
