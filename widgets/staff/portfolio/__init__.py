"""Every widget with every option, over catalogues made up here: to look at, and for tests."""
