# Adds what each registered venue has in this folder, <venue>/sources.cmake: the
# sources of a venue are listed in its own folder, and nowhere else.
macro(ballast_include_venues)
  foreach(venue IN LISTS BALLAST_VENUES)
    include("${CMAKE_CURRENT_SOURCE_DIR}/${venue}/sources.cmake")
  endforeach()
endmacro()

# Writes a C++ source with the table of the venues named, for a target:
#   ballast_venue_table(<target> <name of the function> <venue>...)
# Each venue offers <venue>_profile() in venues/<venue>/adapter.hpp and
# simulate_<venue>() in sim/<venue>/exchange.hpp.
function(ballast_venue_table target table)
  set(includes "")
  set(entries "")
  foreach(venue IN LISTS ARGN)
    string(APPEND includes
      "#include \"sim/${venue}/exchange.hpp\"\n"
      "#include \"venues/${venue}/adapter.hpp\"\n")
    string(APPEND entries
      "    {&venues::${venue}_profile(), &sim::simulate_${venue}},\n")
  endforeach()
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${table}.cpp")
  configure_file("${PROJECT_SOURCE_DIR}/apps/venue_table.cpp.in" "${source}" @ONLY)
  target_sources(${target} PRIVATE "${source}")
endfunction()

# Makes a venue's limits.toml, beside the sources.cmake that calls this, a part
# of a target: a string_view of the venue's name in ballast::venues::shipped.
function(ballast_embed_limits target venue)
  set(file "${CMAKE_CURRENT_LIST_DIR}/limits.toml")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${venue}_limits.cpp")
  set(script "${PROJECT_SOURCE_DIR}/cmake/embed_limits.cmake")
  add_custom_command(OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DINPUT=${file}" "-DOUTPUT=${source}"
            "-DNAME=${venue}" -P "${script}"
    DEPENDS "${file}" "${script}"
    VERBATIM)
  target_sources(${target} PRIVATE "${source}")
endfunction()
