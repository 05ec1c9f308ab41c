"""How a batch is analysed: in this process, or over the cores of this machine. The answers are the same."""
