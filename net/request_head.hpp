// The first look at a request's head, before any parser: where it ends, and
// whether two readers could read it differently. Request smuggling lives in
// that difference (RFC 9112, sections 2.2, 5.2, 6.3 and 11.2). Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace ballast::net {

/// Finds the end of a head in bytes that come in pieces; looks at each byte
/// once.
class head_scanner {
public:
  enum class state {
    incomplete, ///< No empty line yet.
    whole,      ///< size() bytes are the head.
    broken,     ///< A line without a carriage return, or an empty first one.
  };

  /// @param bytes All that came so far, from the head's first byte.
  state scan(std::string_view bytes);

  /// @pre scan() returned whole. The empty line included.
  std::size_t size() const { return line_; }

private:
  std::size_t line_ = 0; ///< Where the current line starts.
  std::size_t seen_ = 0; ///< Bytes looked at.
};

/// Why a whole head is refused: the status to answer with, or 0.
/// 400: a folded line, a control character, no or two hosts, two lengths,
///      a length beside a transfer coding, a coding that is not chunked.
/// 417: an expectation, 431: more than 100 fields.
unsigned head_fault(std::string_view head);

} // namespace ballast::net
