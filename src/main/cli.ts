/** Entry of the command line: the only code of it that reads argv, environment and streams. */
process.stdout.write('drydock 0.1.0\n');
