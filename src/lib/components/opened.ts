/**
 * For `<details>`: open where `there` is something, and else as the visitor has it. A plain `open={false}` closes
 * what was opened before the scripts had come.
 */
export const opened = (there: unknown): { open?: true } => (there ? { open: true } : {});
