# Adds what each registered venue has in this folder, <venue>/sources.cmake: the
# sources of a venue are listed in its own folder, and nowhere else.
macro(ballast_include_venues)
  foreach(venue IN LISTS BALLAST_VENUES)
    include("${CMAKE_CURRENT_SOURCE_DIR}/${venue}/sources.cmake")
  endforeach()
endmacro()

