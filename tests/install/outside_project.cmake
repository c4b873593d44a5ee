# cmake -DBUILD=... -DSCRATCH=... -P outside_project.cmake: any failing step ends the script.
function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "exit ${status}: ${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

set(prefix ${SCRATCH}/prefix)
set(outside ${SCRATCH}/outside)
file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH}/elsewhere)

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})

# A stranger's project.
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/outside -B ${outside} -G ${GENERATOR}
    -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS})
run(${CMAKE_COMMAND} --build ${outside})
run(${outside}/outside)

# The installed program: no repo, another working directory, nothing in the environment.
set(plain ${CMAKE_COMMAND} -E chdir ${SCRATCH}/elsewhere ${CMAKE_COMMAND} -E env --unset=DOMAR_HOME)
run(${plain} ${prefix}/bin/domar --version)
if(NOT output MATCHES "${VERSION}")
  message(FATAL_ERROR "domar --version says '${output}', not ${VERSION}")
endif()
file(GLOB economies RELATIVE ${prefix}/share/domar/economies ${prefix}/share/domar/economies/china-2018*)
if(NOT economies)
  message(FATAL_ERROR "no economy china-2018 in ${prefix}/share/domar/economies")
endif()
run(${plain} ${prefix}/bin/domar check china-2018)
