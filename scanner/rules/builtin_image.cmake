# The built-in rule image: made by a small tool of this build out of rules/catalog/*.yaml, and linked
# into whatever links leakwarden_rules.
#
#   leakwarden_rules_core     the room scanner/rules without an image; the tool links this one
#   leakwarden-build-rules    rule files → builtin.image
#   leakwarden_builtin_rules  the image as a library
#   leakwarden_rules          core and image; what every other room links
file(GLOB leakwarden_catalog CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/rules/catalog/*.yaml)
set(leakwarden_rule_image ${CMAKE_BINARY_DIR}/builtin.image)

add_executable(leakwarden-build-rules ${CMAKE_SOURCE_DIR}/scanner/rules/build_image/main.cc)
target_link_libraries(leakwarden-build-rules PRIVATE leakwarden_rules_core)

add_custom_command(
  OUTPUT ${leakwarden_rule_image}
  COMMAND leakwarden-build-rules ${leakwarden_rule_image} ${leakwarden_catalog}
  DEPENDS leakwarden-build-rules ${leakwarden_catalog}
  COMMENT "Compiling the built-in rules")

set(leakwarden_image_source ${CMAKE_SOURCE_DIR}/scanner/rules/builtin/builtin_image.cc)
set_source_files_properties(${leakwarden_image_source} PROPERTIES
  COMPILE_DEFINITIONS LEAKWARDEN_RULE_IMAGE="${leakwarden_rule_image}"
  OBJECT_DEPENDS ${leakwarden_rule_image})
add_library(leakwarden_builtin_rules STATIC ${leakwarden_image_source})
target_link_libraries(leakwarden_builtin_rules PRIVATE leakwarden_options)

add_library(leakwarden_rules INTERFACE)
target_link_libraries(leakwarden_rules INTERFACE leakwarden_rules_core leakwarden_builtin_rules)
