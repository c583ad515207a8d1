include(CMakePackageConfigHelpers)

set(wryneck_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/wryneck)
install(DIRECTORY include/wryneck DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(TARGETS wryneck wryneck_core EXPORT wryneckTargets
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT wryneckTargets NAMESPACE wryneck:: DESTINATION ${wryneck_cmake_dir})
configure_package_config_file(cmake/wryneckConfig.cmake.in wryneckConfig.cmake
  INSTALL_DESTINATION ${wryneck_cmake_dir})
write_basic_package_version_file(wryneckConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/wryneckConfig.cmake ${PROJECT_BINARY_DIR}/wryneckConfigVersion.cmake
  DESTINATION ${wryneck_cmake_dir})
