namespace RedisCto.Review;

/// <summary>The input cannot be reviewed. The message says what is wrong, what was received, and what to send instead.</summary>
public sealed class ReviewInputException(string message) : Exception(message);
