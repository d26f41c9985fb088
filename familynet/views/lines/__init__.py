"""Records of one app as single lines for pages whose subject is something else."""
