#include "tests/store/failing_disk.hpp"

#include <sqlite3.h>

#include <cassert>
#include <fstream>
#include <iterator>

namespace ballast::store {

namespace {

using content = failing_disk::content;
using failure = failing_disk::failure;

failing_disk* current = nullptr;
sqlite3_vfs* below = nullptr;

/// What SQLite allocates for us, with the real file right behind it.
struct file {
  sqlite3_file base;
  content* kept; ///< Null for what needs not survive.
};

sqlite3_file* real(sqlite3_file* x) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<file*>(x) + 1);
}
content* kept(sqlite3_file* x) { return reinterpret_cast<file*>(x)->kept; }

int close_file(sqlite3_file* x) { return real(x)->pMethods->xClose(real(x)); }
int read_file(sqlite3_file* x, void* to, int size, sqlite3_int64 at) {
  return real(x)->pMethods->xRead(real(x), to, size, at);
}

int write_file(sqlite3_file* x, const void* from, int size, sqlite3_int64 at) {
  if (kept(x) == nullptr)
    return real(x)->pMethods->xWrite(real(x), from, size, at);
  const auto fails = current->fails(failure::write);
  if (fails && current->is_off())
    return SQLITE_IOERR_WRITE;
  // A write that fails has often done a part of its work.
  const auto done = fails ? size / 2 : size;
  if (fails && current->is_full())
    return SQLITE_FULL;
  auto code = SQLITE_OK;
  if (done > 0)
    code = real(x)->pMethods->xWrite(real(x), from, done, at);
  kept(x)->pending.push_back(
    {false,
     at,
     {static_cast<const char*>(from), static_cast<std::size_t>(done)}});
  return fails ? SQLITE_IOERR_WRITE : code;
}

int cut_file(sqlite3_file* x, sqlite3_int64 size) {
  if (kept(x) != nullptr) {
    if (current->fails(failure::write))
      return SQLITE_IOERR_TRUNCATE;
    kept(x)->pending.push_back({true, size, {}});
  }
  return real(x)->pMethods->xTruncate(real(x), size);
}

void apply(std::string& text, const failing_disk::change& x) {
  const auto at = static_cast<std::size_t>(x.at);
  if (x.is_cut) {
    text.resize(at);
    return;
  }
  if (text.size() < at + x.bytes.size())
    text.resize(at + x.bytes.size());
  text.replace(at, x.bytes.size(), x.bytes);
}

int flush_file(sqlite3_file* x, int flags) {
  if (kept(x) == nullptr)
    return real(x)->pMethods->xSync(real(x), flags);
  if (current->fails(failure::flush)) {
    // The kernel forgets what it could not write, and the next flush succeeds.
    if (!current->is_off())
      kept(x)->pending.clear();
    return SQLITE_IOERR_FSYNC;
  }
  for (const auto& y : kept(x)->pending)
    apply(kept(x)->durable, y);
  kept(x)->pending.clear();
  kept(x)->exists = true;
  // The test has no need of the real one.
  return SQLITE_OK;
}

int file_size(sqlite3_file* x, sqlite3_int64* size) {
  return real(x)->pMethods->xFileSize(real(x), size);
}
int lock_file(sqlite3_file* x, int level) {
  return real(x)->pMethods->xLock(real(x), level);
}
int unlock_file(sqlite3_file* x, int level) {
  return real(x)->pMethods->xUnlock(real(x), level);
}
int is_reserved(sqlite3_file* x, int* out) {
  return real(x)->pMethods->xCheckReservedLock(real(x), out);
}
int control(sqlite3_file* x, int what, void* argument) {
  // SQLite tells of a commit here; nothing may go past us.
  return real(x)->pMethods->xFileControl(real(x), what, argument);
}
int sector_size(sqlite3_file* x) {
  return real(x)->pMethods->xSectorSize(real(x));
}
int device(sqlite3_file*) {
  // No promises: nothing is atomic, in order or safe.
  return 0;
}
int map_shared(sqlite3_file* x, int page, int size, int extend,
               void volatile** out) {
  return real(x)->pMethods->xShmMap(real(x), page, size, extend, out);
}
int lock_shared(sqlite3_file* x, int offset, int count, int flags) {
  return real(x)->pMethods->xShmLock(real(x), offset, count, flags);
}
void order_shared(sqlite3_file* x) { real(x)->pMethods->xShmBarrier(real(x)); }
int unmap_shared(sqlite3_file* x, int remove) {
  return real(x)->pMethods->xShmUnmap(real(x), remove);
}

const sqlite3_io_methods methods = {
  2,         close_file, read_file,   write_file,   cut_file,     flush_file,
  file_size, lock_file,  unlock_file, is_reserved,  control,      sector_size,
  device,    map_shared, lock_shared, order_shared, unmap_shared, nullptr,
  nullptr};

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* x, int flags,
              int* flags_out) {
  auto* const made = reinterpret_cast<file*>(x);
  made->base.pMethods = nullptr;
  made->kept = nullptr;
  const auto code = below->xOpen(below, path, real(x), flags, flags_out);
  if (real(x)->pMethods == nullptr)
    return code;
  constexpr auto kinds
    = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  if (path != nullptr && (flags & kinds) != 0)
    made->kept = current->content_of(path).get();
  made->base.pMethods = &methods;
  return code;
}

int remove_file(sqlite3_vfs*, const char* path, int flush) {
  if (current->fails(failure::write))
    return SQLITE_IOERR_DELETE;
  current->removed(path);
  return below->xDelete(below, path, flush);
}

sqlite3_vfs* layer() {
  static auto made = [] {
    auto x = *below;
    x.szOsFile += static_cast<int>(sizeof(file));
    x.pNext = nullptr;
    x.zName = "failing-disk";
    x.xOpen = open_file;
    x.xDelete = remove_file;
    return x;
  }();
  return &made;
}

} // namespace

failing_disk::failing_disk() {
  assert(current == nullptr);
  current = this;
  if (below == nullptr)
    below = sqlite3_vfs_find(nullptr);
  sqlite3_vfs_register(layer(), 1);
}

failing_disk::~failing_disk() {
  sqlite3_vfs_unregister(layer());
  current = nullptr;
}

void failing_disk::fail(failure what, std::uint64_t nth, bool for_good) {
  failure_ = what;
  left_ = nth;
  for_good_ = for_good || what == failure::power;
  failed_ = false;
}

bool failing_disk::fails(failure what) {
  const auto counts = failure_ == what || failure_ == failure::power
                      || (failure_ == failure::full && what == failure::write);
  if (!counts || (failed_ && !for_good_))
    return false;
  if (!failed_ && --left_ > 0)
    return false;
  failed_ = true;
  return true;
}

std::shared_ptr<failing_disk::content>
failing_disk::content_of(const std::string& path) {
  auto& found = files_[path];
  if (!found) {
    found = std::make_shared<content>();
    // What was there before is taken for durable.
    auto in = std::ifstream{path, std::ios::binary};
    found->durable = {std::istreambuf_iterator<char>{in}, {}};
    found->exists = true;
  }
  return found;
}

void failing_disk::removed(const std::string& path) {
  if (const auto found = files_.find(path); found != files_.end()) {
    found->second->durable.clear();
    found->second->pending.clear();
    found->second->exists = false;
  }
}

void failing_disk::leave_after_power_loss(
  const std::filesystem::path& directory, random_source& random) const {
  constexpr auto sector = std::size_t{512};
  for (const auto& [path, kept] : files_) {
    if (!kept->exists)
      continue;
    auto text = kept->durable;
    auto parts = std::vector<change>{};
    for (const auto& x : kept->pending) {
      if (x.is_cut)
        parts.push_back(x);
      for (std::size_t from = 0; from < x.bytes.size(); from += sector)
        parts.push_back({false, x.at + static_cast<std::int64_t>(from),
                         x.bytes.substr(from, sector)});
    }
    // All, none, or some; where two wrote one place, either may have won.
    const auto share = random.below(3);
    for (std::size_t i = parts.size(); i > 1; --i)
      if (share == 1)
        std::swap(parts[i - 1], parts[random.below(i)]);
    for (const auto& x : parts)
      if (share == 2 || (share == 1 && random.below(2) == 0))
        apply(text, x);
    auto out = std::ofstream{directory / std::filesystem::path{path}.filename(),
                             std::ios::binary};
    out << text;
  }
}

} // namespace ballast::store
