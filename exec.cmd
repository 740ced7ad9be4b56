@rem Windows has no exec. Scripts of package.json say it so that no shell stands between npm and node.
@%*
