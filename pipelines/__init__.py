"""What happens to an article, one step a file: complete, similar, store, publish. No step ever sees HTML."""
