"""How footprints and advice are shown: figures, one line a job, HTML, text and the MIME bundle."""
