# What `cmake --install` puts where, by GNUInstallDirs: the program, and what desktops, shells and readers of manuals look for. Everything
# else that the program needs at run time is inside it. Included by the root, after the program's target.
include(GNUInstallDirs)
set(desktop_id io.github.interleave.Interleave)
set(desktop_folder ${PROJECT_SOURCE_DIR}/resources/desktop)

# The manual page and the completions are made of the program's own help, by the program.
set(page_names interleave.1 interleave.bash _interleave interleave.fish)
set(page_kinds man bash zsh fish)
foreach(name kind IN ZIP_LISTS page_names page_kinds)
    set(page ${CMAKE_BINARY_DIR}/pages/${name})
    list(APPEND pages ${page})
    add_custom_command(OUTPUT ${page} COMMAND interleave pages ${kind} > ${page} DEPENDS interleave
        COMMENT "${name} from the program's help" VERBATIM)
endforeach()
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/pages)
add_custom_target(pages ALL DEPENDS ${pages})

# The newest release is dated in the changelog's heading; before it has a date, the day of the build stands in.
string(TIMESTAMP INTERLEAVE_RELEASE_DATE "%Y-%m-%d" UTC)
file(STRINGS ${PROJECT_SOURCE_DIR}/CHANGELOG.md heading REGEX "^## ${PROJECT_VERSION} \\([0-9-]+\\)$")
if(heading)
    string(REGEX REPLACE ".*\\(([0-9-]+)\\)" "\\1" INTERLEAVE_RELEASE_DATE "${heading}")
endif()
configure_file(${desktop_folder}/${desktop_id}.metainfo.xml.in ${CMAKE_BINARY_DIR}/${desktop_id}.metainfo.xml @ONLY)

install(TARGETS interleave)
install(FILES ${desktop_folder}/${desktop_id}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${CMAKE_BINARY_DIR}/${desktop_id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${desktop_folder}/interleave-mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME interleave.xml)
install(FILES ${desktop_folder}/${desktop_id}.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES ${desktop_folder}/${desktop_id}.png DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/128x128/apps)
install(FILES ${CMAKE_BINARY_DIR}/pages/interleave.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_BINARY_DIR}/pages/interleave.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME interleave)
install(FILES ${CMAKE_BINARY_DIR}/pages/_interleave DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${CMAKE_BINARY_DIR}/pages/interleave.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${PROJECT_SOURCE_DIR}/LICENSE
    DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/monitoring DESTINATION ${CMAKE_INSTALL_DOCDIR})

# A tarball that runs from any folder (`cpack -G TGZ`): the program finds nothing by its own path. Qt comes from the system.
set(CPACK_PACKAGE_NAME interleave)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_GENERATOR TGZ)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_FILE_NAME interleave-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
include(CPack)
