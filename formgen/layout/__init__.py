"""Where lines and pages break, computed before any engine runs: `text` measures and breaks lines,
`plan` fills pages. Both engines and the DOCX follow the same plan."""
