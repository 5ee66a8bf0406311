# The decision engine as a CMake package of its own, for other programs:
#   cmake --install build/release --component decisions --prefix DIR
# and then find_package(GuildhallDecisions); link GuildhallDecisions::dmn, or ::feel alone. See docs/library.md.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/GuildhallDecisions)
foreach(room IN ITEMS base crypto feel dmn)
  file(GLOB headers ${CMAKE_SOURCE_DIR}/src/${room}/*.hpp)
  install(FILES ${headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/guildhall/${room} COMPONENT decisions)
endforeach()
install(TARGETS base crypto feel dmn EXPORT GuildhallDecisions COMPONENT decisions
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/guildhall
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/guildhall)
install(EXPORT GuildhallDecisions NAMESPACE GuildhallDecisions:: DESTINATION ${package_folder} COMPONENT decisions
        FILE GuildhallDecisionsTargets.cmake)
configure_file(${CMAKE_SOURCE_DIR}/cmake/GuildhallDecisionsConfig.cmake
               ${CMAKE_BINARY_DIR}/GuildhallDecisionsConfig.cmake COPYONLY)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/GuildhallDecisionsConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/GuildhallDecisionsConfig.cmake ${CMAKE_BINARY_DIR}/GuildhallDecisionsConfigVersion.cmake
        DESTINATION ${package_folder} COMPONENT decisions)
