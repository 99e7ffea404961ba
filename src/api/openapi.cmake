# docs/openapi.yaml becomes part of the binary: written anew whenever the document changes.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/openapi.yaml)
file(READ ${PROJECT_SOURCE_DIR}/docs/openapi.yaml HERMOD_OPENAPI)
configure_file(${CMAKE_CURRENT_LIST_DIR}/openapi.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/api/openapi.cpp @ONLY)
target_sources(hermod_api PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/api/openapi.cpp)
if(TARGET api_test)
  # The tests hold the documents to the code.
  target_compile_definitions(api_test PRIVATE HERMOD_DOCS="${PROJECT_SOURCE_DIR}/docs")
endif()
