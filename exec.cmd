@rem Scripts of package.json begin with exec, so that signals reach node and not a shell. Windows has
@rem no exec; there npm finds this file, which runs the command.
@%*
