// Tells where requests and answers begin from the bytes of one connection,
// encrypted or not.
//
// Plain HTTP takes turns: what the client says after an answer is a request.
// TLS shows the kind and length of its records and no more, which is enough
// once the records of the handshake are counted off:
//
//     client   hello            finished   request            request
//     server          flight               tickets   answer          answer
//
// It trusts that nobody sends a request before the last answer has begun.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ballast::test {

/// Reads the headers of TLS records out of a stream and skips their contents.
class tls_records {
public:
  /// Calls `each(type, length, at)` for every record whose header ends within
  /// `bytes`; `at` is where the record begins in them, or 0.
  template <class Function>
  void feed(std::string_view bytes, Function&& each) {
    for (std::size_t at = 0; at < bytes.size();) {
      if (left_ > 0) {
        const auto skipped
          = left_ < bytes.size() - at ? left_ : bytes.size() - at;
        left_ -= skipped;
        at += skipped;
        continue;
      }
      header_[have_++] = static_cast<std::uint8_t>(bytes[at++]);
      if (have_ < header_.size())
        continue;
      have_ = 0;
      left_ = std::size_t{header_[3]} * 256 + header_[4];
      each(header_[0], left_, at < header_.size() ? 0 : at - header_.size());
    }
  }

private:
  std::array<std::uint8_t, 5> header_{};
  std::size_t have_ = 0;
  std::size_t left_ = 0;
};

class exchange_watch {
public:
  enum class kind : std::uint8_t { handshake, request };
  /// Positions within the bytes just taken.
  struct places {
    std::optional<std::size_t> answer; ///< Where an answer begins.
    std::optional<std::size_t> body;   ///< Where its body does; TLS: the same.
  };

  /// Takes what the client sends next.
  /// @returns what begins with it, if anything does.
  std::optional<kind> client_sends(std::string_view bytes);
  /// Takes what the server sends next.
  places server_sends(std::string_view bytes);
  /// Whether the client has sent anything yet.
  bool begun() const noexcept { return begun_; }
  /// Whether that was a TLS hello.
  bool secure() const noexcept { return secure_; }

private:
  bool asks(std::uint8_t type, std::size_t length);
  bool answers(std::uint8_t type, std::size_t length);
  std::optional<std::size_t> end_of_head(std::string_view bytes);

  bool begun_ = false;
  bool secure_ = false;
  bool open_ = false; ///< Asked and not answered.
  std::size_t matched_ = 0;
  bool in_head_ = false;

  tls_records from_client_;
  tls_records from_server_;
  bool server_encrypts_ = false; ///< Already in its first flight: TLS 1.3.
  bool finished_ = false;        ///< The client's part of the handshake.
  unsigned tickets_ = 0;         ///< Still to come.
};

} // namespace ballast::test
