"""The systems that can be asked: one small module each, all behind `evals.systems.base.System`."""
