# Debian's libdeflate-dev ships no CMake package. Target: libdeflate::libdeflate.
include(FindPackageHandleStandardArgs)
find_path(LIBDEFLATE_INCLUDE_DIR libdeflate.h)
find_library(LIBDEFLATE_LIBRARY deflate)
find_package_handle_standard_args(Libdeflate
  REQUIRED_VARS LIBDEFLATE_INCLUDE_DIR LIBDEFLATE_LIBRARY)
if(LIBDEFLATE_FOUND AND NOT TARGET libdeflate::libdeflate)
  add_library(libdeflate::libdeflate UNKNOWN IMPORTED)
  set_target_properties(libdeflate::libdeflate PROPERTIES
    IMPORTED_LOCATION "${LIBDEFLATE_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${LIBDEFLATE_INCLUDE_DIR}")
endif()
mark_as_advanced(LIBDEFLATE_INCLUDE_DIR LIBDEFLATE_LIBRARY)
