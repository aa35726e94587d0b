#include "cli/app.h"

int main(int argc, char** argv) { return zhengmai::run_app(argc, argv); }
