// Chooses window or command line; the only file that sees both app/ and ui/.
int main() { return 0; }
