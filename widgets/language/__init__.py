"""The interface's languages: gettext catalogues (`*.po`) and their reader. No wording lives in code
that is not a message here."""
