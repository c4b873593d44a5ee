# cmake --install: the program with its economies and scenarios, and the libraries as a package that
# other projects find with find_package(domar).
include(CMakePackageConfigHelpers)

get_property(domar_modules GLOBAL PROPERTY DOMAR_MODULES)
set(domar_package ${CMAKE_INSTALL_LIBDIR}/cmake/domar)

install(TARGETS domar RUNTIME)
foreach(folder economies scenarios)  # the program looks in <its folder>/../share/domar
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/domar)
endforeach()

install(TARGETS domar_openturns LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/domar)
install(TARGETS ${domar_modules} EXPORT domarTargets ARCHIVE FILE_SET HEADERS)
install(EXPORT domarTargets NAMESPACE domar:: DESTINATION ${domar_package})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/domarConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/domarConfig.cmake
                              INSTALL_DESTINATION ${domar_package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/domarConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/domarConfig.cmake ${PROJECT_BINARY_DIR}/domarConfigVersion.cmake
        DESTINATION ${domar_package})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
