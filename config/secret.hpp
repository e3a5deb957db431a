// The one type that holds a secret.
//
// A secret lives in pages of its own: locked into memory and left out of core
// dumps where the kernel allows it, overwritten before they are given back. It
// cannot be copied, formatted or sent; whoever needs the text says `reveal()`,
// and that word is easy to search for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ballast::config {

/// Overwrites the whole buffer of `text`, then empties it.
void wipe(std::string& text) noexcept;

/// Text that nobody may see. Move only; a moved-from secret is empty.
class secret {
public:
  secret() noexcept = default;
  /// Copies `text`; the caller still owns (and should wipe) the original.
  explicit secret(std::string_view text);
  /// Takes `text` over and wipes it.
  static secret take(std::string&& text);

  ~secret();
  secret(secret&& other) noexcept;
  secret& operator=(secret&& other) noexcept;
  secret(const secret&) = delete;
  secret& operator=(const secret&) = delete;

  /// The text itself; valid as long as the secret is.
  std::string_view reveal() const noexcept { return {data_, size_}; }
  bool empty() const noexcept { return size_ == 0; }
  std::size_t size() const noexcept { return size_; }

  template <class Stream>
  friend Stream& operator<<(Stream&, const secret&) = delete;

private:
  void release() noexcept;

  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t mapped_ = 0; ///< Bytes of whole pages.
};

} // namespace ballast::config
