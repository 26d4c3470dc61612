# SPDX-License-Identifier: MIT
#
# install_help — manual pages and completions, as the program that is installed says them.
# PROGRAM: fairlead; SHARE: below the prefix

set(share "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/${SHARE}")
message(STATUS "Installing: ${share}/man, and completions")
execute_process(COMMAND ${PROGRAM} man --output ${share}/man COMMAND_ERROR_IS_FATAL ANY)
foreach(script IN ITEMS bash:bash-completion/completions/fairlead zsh:zsh/site-functions/_fairlead
                        fish:fish/vendor_completions.d/fairlead.fish)
    string(REPLACE ":" ";" parts ${script})
    list(GET parts 0 shell)
    list(GET parts 1 file)
    get_filename_component(folder ${share}/${file} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    execute_process(COMMAND ${PROGRAM} completion ${shell} OUTPUT_FILE ${share}/${file}
        COMMAND_ERROR_IS_FATAL ANY)
endforeach()
